/**
 * Aligns the chat clients and chat models of a Spring Boot application by properties.
 *
 * <p>Begin with {@link io.github.aligner4j.autoconfigure.AlignerProperties}: what can be said; then {@link
 * io.github.aligner4j.autoconfigure.AlignerChains}: what is made of it; then {@link
 * io.github.aligner4j.autoconfigure.ChainBindings}: which bean gets which chain.
 */
@NullMarked
package io.github.aligner4j.autoconfigure;

import org.jspecify.annotations.NullMarked;
