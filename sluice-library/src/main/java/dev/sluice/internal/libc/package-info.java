/**
 * Native calls and errno, nothing else.
 *
 * <p>Every downcall of the library is a method of {@link dev.sluice.internal.libc.Libc}. Whether they may be used at
 * all is decided once, by {@link dev.sluice.internal.libc.Libc#available()}; without them the layers above take
 * portable ways.
 */
package dev.sluice.internal.libc;
