/** The demonstration programs of Sluice. */
module dev.sluice.examples {
    requires dev.sluice;
    requires java.compiler;
    requires java.desktop;
    requires me.tongfei.progressbar;

    // Records cross by their components, private ones too.
    opens dev.sluice.examples to
            dev.sluice;
    opens dev.sluice.examples.index to
            dev.sluice;
    opens dev.sluice.examples.isolate to
            dev.sluice;

    exports dev.sluice.examples;
    exports dev.sluice.examples.index;
    exports dev.sluice.examples.isolate;
}
