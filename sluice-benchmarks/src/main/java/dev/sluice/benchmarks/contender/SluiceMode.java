package dev.sluice.benchmarks.contender;

import java.util.List;

/** How Sluice reaches the system. */
enum SluiceMode {
    /** With native access, which children started by Sluice have by themselves. */
    NATIVE("", "--enable-native-access=ALL-UNNAMED"),
    /** Without any native call. */
    PORTABLE("without native access", "-Ddev.sluice.native=off");

    private final String note;
    private final String option;

    SluiceMode(String note, String option) {
        this.note = note;
        this.option = option;
    }

    String note() {
        return note;
    }

    List<String> jvmOptions() {
        return List.of(option);
    }

    /** In the folder of the trial, so that nothing is left when it is removed. */
    static List<String> folderOptions(Launch launch) {
        return List.of("-Ddev.sluice.dir=" + launch.folder().resolve("sluice"));
    }
}
