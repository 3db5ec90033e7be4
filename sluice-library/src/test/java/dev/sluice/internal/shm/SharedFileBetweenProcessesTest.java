package dev.sluice.internal.shm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.internal.libc.Libc;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

/** Shared files among several JVMs, native and portable ones in all combinations. */
@ParameterizedClass(name = "creator native: {0}, other native: {1}")
@CsvSource({"true,true", "true,false", "false,true", "false,false"})
@ResourceLock(Resources.SYSTEM_PROPERTIES)
@Timeout(120)
final class SharedFileBetweenProcessesTest {
    private static final long MIB = 1 << 20;

    @RegisterExtension
    final PrivateDirectory directory = new PrivateDirectory();

    private final boolean creatorIsNative;
    private final boolean otherIsNative;

    SharedFileBetweenProcessesTest(boolean creatorIsNative, boolean otherIsNative) {
        this.creatorIsNative = creatorIsNative;
        this.otherIsNative = otherIsNative;
    }

    @BeforeEach
    void needsNativeAccess() {
        assumeTrue((!creatorIsNative && !otherIsNative) || Libc.available(), Libc::unavailableReason);
    }

    /** Does with one file what it is told, line by line. */
    public static void main(String[] arguments) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        SharedFile file = null;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ", -1);
            try {
                switch (words[0]) {
                    case "create" -> file = SharedFile.createAnonymous("test", Long.parseLong(words[1]));
                    case "createNamed" -> {
                        file = SharedFile.createNamed(words[1], MIB);
                        file.publish();
                    }
                    case "open" -> file = SharedFile.open(words[1]);
                    case "openNamed" -> file = SharedFile.openNamed(words[1]);
                    case "set" -> file.memory().set(ValueLayout.JAVA_INT, Long.parseLong(words[1]),
                            Integer.parseInt(words[2]));
                    case "reserve" -> file.reserve(Long.parseLong(words[1]), Long.parseLong(words[2]));
                    case "close" -> file.close();
                    case "unlink" -> file.unlink();
                    default -> {}
                }
                System.out.println(switch (words[0]) {
                    case "create", "createNamed" -> file.locator();
                    case "get" -> file.memory().get(ValueLayout.JAVA_INT, Long.parseLong(words[1]));
                    case "mode" -> Libc.available();
                    default -> "ok";
                });
            } catch (SegmentException e) {
                System.out.println(e.kind());
            }
        }
    }

    private static String ask(ChildJvm child, String line) {
        child.writeLine(line);
        return child.readLine();
    }

    private ChildJvm creator() {
        ChildJvm child = ChildJvm.start(creatorIsNative, SharedFileBetweenProcessesTest.class);
        assertEquals(String.valueOf(creatorIsNative), ask(child, "mode"));
        return child;
    }

    private ChildJvm other() {
        ChildJvm child = ChildJvm.start(otherIsNative, SharedFileBetweenProcessesTest.class);
        assertEquals(String.valueOf(otherIsNative), ask(child, "mode"));
        return child;
    }

    @Test
    void processes_see_each_others_writes() {
        try (ChildJvm one = creator();
                ChildJvm two = other()) {
            String locator = ask(one, "create " + (1L << 36));
            assertEquals("ok", ask(one, "set 0 42"));
            assertEquals("ok", ask(two, "open " + locator));
            assertEquals("42", ask(two, "get 0"));
            assertEquals("ok", ask(two, "set 0 43"));
            assertEquals("43", ask(one, "get 0"));
            assertEquals("ok", ask(two, "unlink"));
        }
    }

    @Test
    void processes_meet_by_name() {
        try (ChildJvm one = creator();
                ChildJvm two = other()) {
            ask(one, "createNamed orders");
            assertEquals("ok", ask(one, "set 0 42"));
            assertEquals("ok", ask(two, "openNamed orders"));
            assertEquals("42", ask(two, "get 0"));
            assertEquals("EXISTS", ask(two, "createNamed orders"));
            assertEquals("ok", ask(one, "unlink"));
            assertEquals("NOT_FOUND", ask(two, "openNamed orders"));
        }
    }

    @Test
    void a_file_is_found_after_its_creator_was_killed_while_another_process_holds_it() {
        try (ChildJvm one = creator();
                ChildJvm two = other();
                ChildJvm three = other()) {
            String locator = ask(one, "create " + MIB);
            ask(one, "set 0 42");
            assertEquals("ok", ask(two, "open " + locator));
            one.kill();
            assertEquals("ok", ask(three, "open " + locator));
            assertEquals("42", ask(three, "get 0"));
            two.kill();
            try (ChildJvm four = creator()) {
                assertEquals("ok", ask(four, "open " + locator));
                assertEquals("42", ask(four, "get 0"));
                assertEquals("ok", ask(four, "unlink"));
            }
        }
    }

    @Test
    void a_file_without_a_name_is_gone_with_its_last_holder() {
        try (ChildJvm one = creator();
                ChildJvm two = other()) {
            String locator = ask(one, "create " + MIB);
            assertEquals("ok", ask(two, "open " + locator));
            assertEquals("ok", ask(two, "unlink"));
            one.kill();
            assertEquals("ok", ask(two, "open " + locator));
            two.kill();
            try (ChildJvm three = other()) {
                assertEquals("NOT_FOUND", ask(three, "open " + locator));
            }
        }
    }

    @Test
    void ranges_reserved_by_several_processes_keep_what_is_written_to_them() {
        int ranges = 64;
        try (ChildJvm one = creator();
                ChildJvm two = other()) {
            String locator = ask(one, "create " + ranges * MIB);
            ask(two, "open " + locator);
            for (int i = 0; i < ranges; i++) {
                (i % 2 == 0 ? one : two).writeLine("reserve " + i * MIB + " " + MIB);
                (i % 2 == 0 ? one : two).writeLine("set " + i * MIB + " " + (i + 1));
            }
            for (int i = 0; i < ranges; i++) {
                assertEquals("ok", (i % 2 == 0 ? one : two).readLine());
                assertEquals("ok", (i % 2 == 0 ? one : two).readLine());
            }
            for (int i = 0; i < ranges; i++) {
                assertEquals(String.valueOf(i + 1), ask(i % 2 == 0 ? two : one, "get " + i * MIB));
            }
            ask(one, "unlink");
        }
    }

    @Test
    void another_user_gets_nothing() throws IOException {
        List<String> asOther = List.of("setpriv", "--reuid", "12345", "--regid", "12345", "--clear-groups");
        List<String> probe = new ArrayList<>(asOther);
        probe.addAll(List.of("test", "-r", ChildJvm.root(SharedFileBetweenProcessesTest.class).toString()));
        assumeTrue(
                User.uid() == 0 && Shell.succeeds(probe.toArray(new String[0])),
                "needs root, and classes that all may read");
        Files.setPosixFilePermissions(directory.parent(), PosixFilePermissions.fromString("rwxr-xr-x"));
        try (ChildJvm one = creator();
                ChildJvm two =
                        ChildJvm.start(asOther, otherIsNative, List.of(), SharedFileBetweenProcessesTest.class)) {
            String locator = ask(one, "create " + MIB);
            assertTrue(List.of("NOT_FOUND", "NOT_PERMITTED").contains(ask(two, "open " + locator)));
            ask(one, "unlink");
            ask(one, "createNamed orders");
            assertEquals("NOT_PERMITTED", ask(two, "openNamed orders"));
            assertEquals("NOT_PERMITTED", ask(two, "createNamed orders"));
            assertEquals("ok", ask(one, "unlink"));
        }
    }

    @Test
    void nothing_is_left_when_all_are_killed() throws IOException {
        try (ChildJvm one = creator();
                ChildJvm two = other()) {
            assertEquals("ok", ask(two, "open " + ask(one, "create " + MIB)));
        }
        // The kernel has freed a memory file by now; others wait for the next one who looks.
        assertEquals(creatorIsNative ? 0 : 1, Janitor.sweep((_, creatorIsDead) -> creatorIsDead));
        try (var files = Files.list(directory.parent())) {
            assertEquals(List.<Path>of(), files.toList());
        }
    }
}
