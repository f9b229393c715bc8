/* broker.h: programs that serve `exec` stages, started by a process forked before anything is loaded.
 *
 * broker_start() is called first in the program: it forks a small process that does nothing but start, watch and end children
 * on request over a socket; it dies with its parent. A child's pipes are passed back to the worker, which talks to the child
 * itself: one child per stage and thread. */
#ifndef BROKER_H
#define BROKER_H
#include "engine/engine.h"
struct broker;
struct broker *broker_start(void); /* NULL: errno. Before threads, before plugins */
void broker_end(struct broker *); /* ends its children and itself; NULL is allowed */
void broker_connect(struct engine *, struct broker *); /* the engine's calls go there */
int broker_seal(struct engine *); /* no further programs: those named in open are all */
void broker_disconnect(struct engine *); /* closes the children of this engine */
#endif
