/** The {@code sluice} command: one class per subcommand, on the public interfaces of the library. */
package dev.sluice.cli;
