/** Attacks the queues and pipes of Sluice from outside, and judges what became of the elements. */
module dev.sluice.stress {
    requires dev.sluice;
    requires me.tongfei.progressbar;

    exports dev.sluice.stress;
}
