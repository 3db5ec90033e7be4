/** The demonstration programs of Sluice. */
module dev.sluice.examples {
    requires dev.sluice;
    requires java.compiler;
    requires me.tongfei.progressbar;

    exports dev.sluice.examples;
    exports dev.sluice.examples.index;
}
