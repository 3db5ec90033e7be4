package dev.sluice;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

/** The packages depend on each other in one direction only. */
final class ArchitectureTest {
    private static final JavaClasses LIBRARY = new ClassFileImporter()
            .importUrl(ProcessQueue.class.getProtectionDomain().getCodeSource().getLocation());

    @Test
    void dependenciesPointDownwards() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .withOptionalLayers(true)
                .layer("api").definedBy("dev.sluice")
                .layer("process").definedBy("dev.sluice.internal.process..")
                .layer("ring").definedBy("dev.sluice.internal.ring..")
                .layer("waiting").definedBy("dev.sluice.internal.waiting..")
                .layer("codec").definedBy("dev.sluice.internal.codec..")
                .layer("shm").definedBy("dev.sluice.internal.shm..")
                .layer("layout").definedBy("dev.sluice.internal.layout..")
                .layer("libc").definedBy("dev.sluice.internal.libc..")
                .ignoreDependency(simpleName("KillPoint"), alwaysTrue()) // ends its own process, in tests
                .whereLayer("api").mayNotBeAccessedByAnyLayer()
                .whereLayer("process").mayOnlyBeAccessedByLayers("api")
                .whereLayer("ring").mayOnlyBeAccessedByLayers("api")
                .whereLayer("codec").mayOnlyBeAccessedByLayers("api")
                .whereLayer("waiting").mayOnlyBeAccessedByLayers("api", "ring")
                .whereLayer("shm").mayOnlyBeAccessedByLayers("api", "process", "ring")
                .whereLayer("layout").mayOnlyBeAccessedByLayers("api", "ring", "waiting", "shm")
                .whereLayer("libc").mayOnlyBeAccessedByLayers("api", "process", "waiting", "shm", "layout")
                .check(LIBRARY);
    }

    @Test
    void internalPackagesKnowNothingOfTheApi() {
        noClasses().that(resideInAPackage("dev.sluice.internal.."))
                .should().dependOnClassesThat(resideInAPackage("dev.sluice"))
                .check(LIBRARY);
    }

    @Test
    void packagesFormNoCycles() {
        slices().matching("dev.sluice.(**)").should().beFreeOfCycles().check(LIBRARY);
    }

    @Test
    void theLibraryNeedsNothingButTheJdk() {
        classes().should().onlyDependOnClassesThat(resideInAnyPackage("dev.sluice..", "java..", "jdk.jfr.."))
                .check(LIBRARY);
    }

    @Test
    void nativeCallsAreMadeInOnePlace() {
        noClasses().that(resideInAPackage("dev.sluice..")).and().resideOutsideOfPackage("dev.sluice.internal.libc..")
                .should().dependOnClassesThat().haveFullyQualifiedName("java.lang.foreign.Linker")
                .check(LIBRARY);
    }

    @Test
    void theAlgorithmsOfTheQueueMakeNoSystemCalls() {
        noClasses().that(resideInAPackage("dev.sluice.internal.ring.."))
                .and().doNotHaveSimpleName("Housekeeper").and().doNotHaveSimpleName("KillPoint")
                .should().dependOnClassesThat(resideInAnyPackage("java.nio.file..", "java.nio.channels..", "java.io.."))
                .allowEmptyShould(true)
                .check(LIBRARY);
    }
}
