package dev.sluice.cli;

/** The {@code sluice} command. */
public final class Main {
    private Main() {}

    /**
     * Runs the command.
     *
     * @param args the words after {@code sluice}
     */
    public static void main(String[] args) {
        System.out.println("sluice " + Main.class.getPackage().getImplementationVersion());
    }
}
