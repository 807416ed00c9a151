/**
 * The right Aligner for each answer: routers that classify it, and judges that pick one of several corrections.
 *
 * <p>Start with {@link io.github.aligner4j.routing.AspectRouter}.
 */
@NullMarked
package io.github.aligner4j.routing;

import org.jspecify.annotations.NullMarked;
