{% load static %}// The service worker of the newspaper. Another edition: the pages kept for bad days have changed.
self.FRAME = { edition: "{{ edition }}", pages: ["{% url 'offline' %}", "{% url 'saved' %}"] };
importScripts("{% static 'js/copies.js' %}", "{% static 'js/worker.js' %}");
