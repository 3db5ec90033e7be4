package dev.sluice.examples.index;

import dev.sluice.examples.Screen;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar if somebody watches, else nothing. */
final class Progress implements AutoCloseable {
    private static final int WIDTH = 79;
    private static final int UPDATE_MILLIS = 100;

    private final Optional<ProgressBar> bar;

    private Progress(Optional<ProgressBar> bar) {
        this.bar = bar;
    }

    static Progress of(int files) {
        return new Progress(Screen.isTerminal() ? Optional.of(bar(files)) : Optional.empty());
    }

    private static ProgressBar bar(int files) {
        // With a consumer of a given width the bar does not ask the terminal, for which it would load native code.
        return new ProgressBarBuilder()
                .setTaskName("index")
                .setInitialMax(files)
                .setUnit(" files", 1)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(UPDATE_MILLIS)
                .setConsumer(new ConsoleProgressBarConsumer(System.err, WIDTH))
                .build();
    }

    void step(int files, int kills) {
        bar.ifPresent(shown -> {
            shown.stepBy(files);
            if (kills > 0) {
                shown.setExtraMessage(" " + kills + " killed");
            }
        });
    }

    @Override
    public void close() {
        bar.ifPresent(ProgressBar::close);
    }
}
