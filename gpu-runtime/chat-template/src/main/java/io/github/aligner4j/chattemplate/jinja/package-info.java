/**
 * An interpreter of the part of Jinja that chat templates use. Its texts know for each character whether it belongs to the frame
 * or to a content. Time and size are bounded; files, network and Java objects are out of reach.
 */
@NullMarked
package io.github.aligner4j.chattemplate.jinja;

import org.jspecify.annotations.NullMarked;
