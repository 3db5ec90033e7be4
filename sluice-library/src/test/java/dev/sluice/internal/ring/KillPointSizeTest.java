package dev.sluice.internal.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.instruction.FieldInstruction;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The compiler leaves nothing of a kill point that is off, but looks at the length of a method before it does so: one that is
 * too long is not inlined, however often it is called.
 */
final class KillPointSizeTest {
    /** The default of HotSpot's {@code -XX:FreqInlineSize}: a longer method is never inlined. */
    private static final int LONGEST_INLINED = 325;

    /** Read the switch, branch, read the constant, call. */
    private static final int KILL_POINT_BYTES = 12;

    private static final String KILL_POINT = KillPoint.class.getName().replace('.', '/');

    @Test
    void noMethodIsTooLongToBeInlinedBecauseOfItsKillPoints() throws IOException, URISyntaxException {
        List<String> tooLong = new ArrayList<>();
        int found = 0;
        for (ClassModel model : classesOfTheLibrary()) {
            for (MethodModel method : model.methods()) {
                if (method.code().isEmpty() || model.thisClass().asInternalName().equals(KILL_POINT)) {
                    continue;
                }
                CodeModel code = method.code().get();
                int killPoints = killPoints(code);
                int length = ((CodeAttribute) code).codeLength();
                found += killPoints;
                if (length > LONGEST_INLINED && length - KILL_POINT_BYTES * killPoints <= LONGEST_INLINED) {
                    tooLong.add(model.thisClass().asInternalName() + "." + method.methodName() + ": " + length);
                }
            }
        }
        assertTrue(found > 0, "no kill points found: do they look different now?");
        assertEquals(List.of(), tooLong);
    }

    private static int killPoints(CodeModel code) {
        return (int) code.elementStream()
                .filter(element -> element instanceof FieldInstruction field
                        && field.owner().asInternalName().equals(KILL_POINT)
                        && field.name().equalsString("ON"))
                .count();
    }

    private static List<ClassModel> classesOfTheLibrary() throws IOException, URISyntaxException {
        Path root = Path.of(KillPoint.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        List<ClassModel> models = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
                models.add(ClassFile.of().parse(file));
            }
        }
        return models;
    }
}
