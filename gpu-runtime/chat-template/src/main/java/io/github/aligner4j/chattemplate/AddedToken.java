// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.chattemplate;

/**
 * An added token of a tokenizer, with the rules by which it is found in texts.
 *
 * @param content the token
 * @param singleWord true if it is found only between characters that belong to no word
 * @param lstrip true if white space before it belongs to it
 * @param rstrip true if white space behind it belongs to it
 * @param normalized true if it is looked for after those for which this is false
 */
record AddedToken(String content, boolean singleWord, boolean lstrip, boolean rstrip, boolean normalized) {

    AddedToken(String content) {
        this(content, false, false, false, false);
    }
}
