/** The demonstration programs of Sluice. */
module dev.sluice.examples {
    requires dev.sluice;
}
