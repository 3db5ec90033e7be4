package dev.sluice.stress;

import java.io.Console;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar if somebody watches, else nothing. */
final class Progress implements AutoCloseable {
    private static final int WIDTH = 79;
    private static final int UPDATE_MILLIS = 200;

    private final Optional<ProgressBar> bar;

    private Progress(Optional<ProgressBar> bar) {
        this.bar = bar;
    }

    static Progress of(int most, String unit) {
        boolean watched = Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .isPresent()
                && !"dumb".equals(System.getenv("TERM"));
        return new Progress(watched ? Optional.of(bar(most, unit)) : Optional.empty());
    }

    private static ProgressBar bar(int most, String unit) {
        // With a consumer of a given width the bar does not ask the terminal, for which it would load native code.
        return new ProgressBarBuilder()
                .setTaskName("stress")
                .setInitialMax(most)
                .setUnit(" " + unit, 1)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(UPDATE_MILLIS)
                .setConsumer(new ConsoleProgressBarConsumer(System.err, WIDTH))
                .build();
    }

    void attacking(Configuration configuration) {
        bar.ifPresent(shown -> shown.setExtraMessage(" " + configuration));
    }

    void step(int kills) {
        bar.ifPresent(shown -> shown.stepBy(kills));
    }

    @Override
    public void close() {
        bar.ifPresent(ProgressBar::close);
    }
}
