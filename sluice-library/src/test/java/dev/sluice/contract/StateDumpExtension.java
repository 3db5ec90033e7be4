package dev.sluice.contract;

import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Prints the state of all that a failed test had open. */
final class StateDumpExtension implements AfterTestExecutionCallback {
    @Override
    public void afterTestExecution(ExtensionContext context) {
        if (context.getExecutionException().isEmpty()
                || !(context.getRequiredTestInstance() instanceof SluiceTest test)) {
            return;
        }
        var state = new StringBuilder("State at the failure of " + context.getDisplayName() + ":\n");
        for (AutoCloseable open : test.kept()) {
            state.append("  ").append(describe(open)).append('\n');
        }
        System.err.print(state);
    }

    private static String describe(AutoCloseable open) {
        try {
            return open.toString();
        } catch (RuntimeException e) {
            return "cannot be shown: " + e;
        }
    }
}
