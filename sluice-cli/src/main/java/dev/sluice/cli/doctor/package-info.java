/** What {@code sluice doctor} looks at, and what it recommends. */
package dev.sluice.cli.doctor;
