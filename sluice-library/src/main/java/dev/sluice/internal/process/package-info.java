/**
 * Starting and watching child JVMs: the command that makes a child like its parent, its exit status in the terms of the
 * operating system, and the end of all children with their parent. What a child runs is not known here.
 */
package dev.sluice.internal.process;
