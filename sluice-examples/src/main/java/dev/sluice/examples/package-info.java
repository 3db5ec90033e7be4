/** Programs that show Sluice on real processes. */
package dev.sluice.examples;
