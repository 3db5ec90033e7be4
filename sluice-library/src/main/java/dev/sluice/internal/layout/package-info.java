/**
 * Descriptors of every structure in a shared segment: offsets, sizes and access modes, and nothing that decides.
 *
 * <p>No other package computes an offset by hand. {@code docs/layout.md} draws what the classes here name.
 */
package dev.sluice.internal.layout;
