package dev.sluice.contract;

import dev.sluice.ProcessQueue;

/** One call on a queue, by its name. */
record QueueCall(String name, Effect effect) {
    /** A call for its effect. */
    interface Effect {
        void on(ProcessQueue<Object> queue) throws Exception;
    }

    /** A call for its answer. */
    interface Question {
        Object to(ProcessQueue<Object> queue) throws Exception;
    }

    static QueueCall of(String name, Effect effect) {
        return new QueueCall(name, effect);
    }

    static QueueCall asking(String name, Question question) {
        return new QueueCall(name, queue -> {
            var _ = question.to(queue);
        });
    }

    @Override
    public String toString() {
        return name;
    }
}
