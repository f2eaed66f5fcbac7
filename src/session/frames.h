/* frames.h - the frames that the worker keeps, and how one is made of another.
 *
 * A question about the frame has three parts: what the store is asked, the filter, and the
 * objectives. Another filter selects rows of the frame that is there already, and other
 * objectives look at the same frame: neither reads the store again. Worker's thread only,
 * but for holding and dropping.
 */
#ifndef PARETOP_SESSION_FRAMES_H
#define PARETOP_SESSION_FRAMES_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "frame/frame.h"
#include "session/request.h"
#include "session/state.h"

/* Point keys to rows, by hashing. Keys are borrowed, or `own_keys` is freed with it. */
struct key_index { const char *const *keys; uint32_t *slots; size_t n_slots, rows;
    const char **own_keys; };

void key_index_build(struct key_index *index, const char *const *keys, size_t rows);
void key_index_release(struct key_index *index);
long key_index_row(const struct key_index *index, const char *key);      /* -1: absent */

/* A frame with its index, shared by answers on both threads. */
struct shared_frame {
    struct frame *frame;
    struct key_index index;
    struct shared_frame *owner;       /* of what this one borrows: texts, or all; or NULL */
    bool borrows_all;                 /* frame and index are the owner's */
    char *question;                   /* what asked for it; its first bytes are about */
    size_t selected_length;           /* the rows, the rest about objectives */
    struct objective objectives[16];  /* those in force; none if the frame has no pair */
    size_t n_objectives;
    char *said;                       /* how the default pair was chosen, or NULL */
    struct error no_objectives;       /* why there are none */
    atomic_int users;
};

struct shared_frame *shared_frame_hold(struct shared_frame *frame);      /* any thread */
void shared_frame_drop(struct shared_frame *frame);                      /* NULL is fine */

/* Takes a frame with its objectives, for an answer that no question will find again. */
struct shared_frame *frames_share(struct frame *frame, const struct request *request);

/* A question in its parts: the first `stored` bytes are for the store, those up to
 * `selected` say which rows too, those up to `all` the objectives too. */
struct frame_wish {
    const char *text;
    size_t stored, selected, all;
    struct store *store;
    struct request *request;          /* borrowed; its filter is taken out for a while */
    const struct kept *const *kept; size_t n_kept;
};

/* The frames asked for last, newest first. */
enum { FRAMES_KEPT = 4 };
struct frame_cache { struct shared_frame *frames[FRAMES_KEPT]; };

void frame_cache_clear(struct frame_cache *cache);

/* What is there for a wish: the frame itself, or one with more rows and which are meant
 * (malloc'd; NULL: all), or nothing. Holds the frame. */
struct frame_choice { struct shared_frame *frame; size_t *rows, n; bool is_whole; };

/* Whether the filter of a wish selects rows of the frame without it. Any thread. */
bool frames_selects(const struct frame_wish *wish);
/* Finds it, or the frame of the store, which is read if need be. */
bool frames_choose(struct frame_cache *cache, const struct frame_wish *wish,
    struct frame_choice *choice, struct error *err);
/* The frame that was wished for; the caller holds it. */
struct shared_frame *frames_settle(struct frame_cache *cache, const struct frame_wish *wish,
    const struct frame_choice *choice);
/* Until then: the frame of all rows as it is, with the objectives of those that are meant
 * (NULL: all). The caller holds it. Any thread. */
struct shared_frame *frames_look(const struct frame_wish *wish, struct shared_frame *all,
    const size_t *rows, size_t n);
void frame_choice_release(struct frame_choice *choice);

#endif
