/** Programs that show Sluice on real processes; each checks its own result. */
package dev.sluice.examples;
