/** The {@code sluice} command. */
module dev.sluice.cli {
    requires dev.sluice;
    requires dev.sluice.examples;
    requires dev.sluice.stress;
    requires info.picocli;

    opens dev.sluice.cli to
            info.picocli;
    opens dev.sluice.cli.doctor to
            info.picocli;
}
