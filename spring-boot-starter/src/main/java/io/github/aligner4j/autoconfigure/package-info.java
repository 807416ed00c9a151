/**
 * Auto-configuration that aligns the chat clients and chat models of a Spring Boot application.
 *
 * <p>Begin with {@link io.github.aligner4j.autoconfigure.AlignerProperties}, the properties; then {@link
 * io.github.aligner4j.autoconfigure.AlignerChains}, the chains that they define; then {@link
 * io.github.aligner4j.autoconfigure.ChainBindings}, the chain of each bean.
 */
@NullMarked
package io.github.aligner4j.autoconfigure;

import org.jspecify.annotations.NullMarked;
