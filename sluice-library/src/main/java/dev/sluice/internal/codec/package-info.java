/**
 * Objects to bytes and back. {@link dev.sluice.internal.codec.ObjectCodec} is the entrance, {@code Format} holds
 * the table of the format.
 *
 * <p>There are two ways to write a message, and one message uses exactly one of them:
 * <ul>
 *   <li><b>native</b>: the library writes values, arrays, records, enums and the JDK's common containers itself;
 *   <li><b>JDK</b>: as soon as a message contains anything else, the whole message is one JDK serialization stream.
 * </ul>
 * Never mixing the two is what keeps object identity exact: an object that is reached both from a list and from a
 * field of a class with its own {@code writeObject} is still one object at the other side.
 */
package dev.sluice.internal.codec;
