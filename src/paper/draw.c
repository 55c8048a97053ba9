/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "paper/draw.h"
#include "base/file.h"
#include <cairo-pdf.h>
#include <pango/pangocairo.h>

/* Points: 1/72 inch. */
static const double page_w = 595.28, page_h = 841.89, margin = 51, foot_h = 28;

#define FONT_TEXT    "DejaVu Sans 9.5"
#define FONT_BOLD    "DejaVu Sans Bold 9.5"
#define FONT_SMALL   "DejaVu Sans 8"
#define FONT_HEADING "DejaVu Sans Bold 11.5"
#define FONT_TITLE   "DejaVu Sans Bold 16"

enum { PAGES_MAX = 400 };

struct drawing {
    cairo_t *cr;
    double y;
    int page;
    char *foot; /* NUL at its end; "" none */
};

static PangoLayout *
layout_of(struct drawing *d, const char *font, struct bytes text, double width)
{
    PangoLayout *l = pango_cairo_create_layout(d->cr);
    PangoFontDescription *f = pango_font_description_from_string(font);

    pango_layout_set_font_description(l, f);
    pango_font_description_free(f);
    pango_layout_set_width(l, (int)(width * PANGO_SCALE));
    pango_layout_set_wrap(l, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_text(l, (const char *)text.p, (int)text.n);
    return l;
}

static void
draw_foot(struct drawing *d)
{
    char number[32];
    int n = snprintf(number, sizeof number, "%d", d->page);
    PangoLayout *left = layout_of(d, FONT_SMALL, bytes_of(d->foot), page_w - 2 * margin - 40);
    PangoLayout *right =
        layout_of(d, FONT_SMALL, (struct bytes){ (const uint8_t *)number, (size_t)n }, 40);

    pango_layout_set_alignment(right, PANGO_ALIGN_RIGHT);
    pango_layout_set_ellipsize(left, PANGO_ELLIPSIZE_END);
    cairo_set_source_rgb(d->cr, 0.35, 0.35, 0.35);
    cairo_move_to(d->cr, margin, page_h - margin + 8);
    pango_cairo_show_layout(d->cr, left);
    cairo_move_to(d->cr, page_w - margin - 40, page_h - margin + 8);
    pango_cairo_show_layout(d->cr, right);
    cairo_set_source_rgb(d->cr, 0, 0, 0);
    g_object_unref(left);
    g_object_unref(right);
}

static void
new_page(struct drawing *d)
{
    draw_foot(d);
    cairo_show_page(d->cr);
    d->page++;
    d->y = margin;
}

static double
room(const struct drawing *d)
{
    return page_h - margin - foot_h - d->y;
}

static double
height_of(PangoLayout *l)
{
    PangoRectangle r;

    pango_layout_get_extents(l, NULL, &r);
    return (double)r.height / PANGO_SCALE;
}

/* Line by line, so that a long text goes on on the next page. */
static void
show(struct drawing *d, PangoLayout *l, double x)
{
    PangoLayoutIter *it = pango_layout_get_iter(l);

    do {
        PangoLayoutLine *line = pango_layout_iter_get_line_readonly(it);
        PangoRectangle r;
        pango_layout_iter_get_line_extents(it, NULL, &r);
        double h = (double)r.height / PANGO_SCALE;
        if (h > room(d))
            new_page(d);
        double base = (double)(pango_layout_iter_get_baseline(it) - r.y) / PANGO_SCALE;
        cairo_move_to(d->cr, x + (double)r.x / PANGO_SCALE, d->y + base);
        pango_cairo_show_layout_line(d->cr, line);
        d->y += h;
    } while (pango_layout_iter_next_line(it) && d->page < PAGES_MAX);
    pango_layout_iter_free(it);
}

static void
paragraph(struct drawing *d, const char *font, struct bytes text, double indent)
{
    PangoLayout *l = layout_of(d, font, text, page_w - 2 * margin - indent);

    show(d, l, margin + indent);
    g_object_unref(l);
}

static void
rule(struct drawing *d)
{
    cairo_set_line_width(d->cr, 0.6);
    cairo_move_to(d->cr, margin, d->y);
    cairo_line_to(d->cr, page_w - margin, d->y);
    cairo_stroke(d->cr);
    d->y += 6;
}

/* Name left, what it is right, as high as the higher one. */
static void
fact(struct drawing *d, const struct sheet_item *it)
{
    const double left = 150;
    PangoLayout *name = layout_of(d, FONT_SMALL, it->a, left - 10);
    PangoLayout *value = layout_of(d, FONT_TEXT, it->b, page_w - 2 * margin - left);
    double h = height_of(name);

    if (h > room(d))
        new_page(d);
    double top = d->y;
    int page = d->page;
    cairo_move_to(d->cr, margin, d->y + 1);
    pango_cairo_show_layout(d->cr, name);
    show(d, value, margin + left);
    if (page == d->page && d->y < top + h)
        d->y = top + h;
    d->y += 3;
    g_object_unref(name);
    g_object_unref(value);
}

static void
warning(struct drawing *d, struct bytes text)
{
    PangoLayout *l = layout_of(d, FONT_BOLD, text, page_w - 2 * margin - 16);
    double h = height_of(l) + 12;

    if (h > room(d))
        new_page(d);
    cairo_set_line_width(d->cr, 1.2);
    cairo_rectangle(d->cr, margin, d->y, page_w - 2 * margin, h);
    cairo_stroke(d->cr);
    d->y += 6;
    show(d, l, margin + 8);
    d->y += 12;
    g_object_unref(l);
}

static void
draw_item(struct drawing *d, const struct sheet_item *it)
{
    switch (it->kind) {
    case SHEET_TITLE:
        paragraph(d, FONT_TITLE, it->a, 0);
        d->y += 2;
        paragraph(d, FONT_SMALL, it->b, 0);
        d->y += 8;
        rule(d);
        break;
    case SHEET_HEADING:
        if (room(d) < 50)
            new_page(d);
        d->y += 8;
        paragraph(d, FONT_HEADING, it->a, 0);
        d->y += 4;
        break;
    case SHEET_FACT: fact(d, it); break;
    case SHEET_TEXT:
        paragraph(d, FONT_TEXT, it->a, 0);
        d->y += 5;
        break;
    case SHEET_ENTRY:
        if (room(d) < 40)
            new_page(d);
        paragraph(d, FONT_BOLD, it->a, 0);
        paragraph(d, FONT_TEXT, it->b, 12);
        d->y += 7;
        break;
    case SHEET_WARNING: warning(d, it->a); break;
    case SHEET_UNSET:
    case SHEET_FOOT:
    case SHEET_KIND_END: break;
    }
}

static cairo_status_t
write_some(void *closure, const unsigned char *p, unsigned n)
{
    return fd_write_all(*(int *)closure, (struct bytes){ p, n }) ? CAIRO_STATUS_WRITE_ERROR
                                                                 : CAIRO_STATUS_SUCCESS;
}

/* The foot comes first, wherever it stands; and all is checked before anything is drawn. */
static enum err
look_through(struct bytes sheet, char **foot)
{
    struct reader r = reader_of(sheet);
    struct sheet_item it;
    size_t n = 0;
    enum err e = OK;

    while (!(e = sheet_next(&r, &it)) && ++n <= SHEET_ITEMS_MAX)
        if (it.kind == SHEET_FOOT && !*foot)
            *foot = g_strndup((const char *)it.a.p, it.a.n);
    if (!e)
        return ERR_TOO_LARGE;
    return e == ERR_NOT_FOUND && n > 0 ? OK : ERR_MALFORMED;
}

enum err
draw_sheet(struct bytes sheet, int out)
{
    struct drawing d = { .page = 1, .y = margin };
    struct reader r = reader_of(sheet);
    struct sheet_item it;
    enum err e = sheet.n <= SHEET_MAX_BYTES ? look_through(sheet, &d.foot) : ERR_TOO_LARGE;

    if (e) {
        g_free(d.foot);
        return e;
    }
    d.foot = d.foot ? d.foot : g_strdup("");
    cairo_surface_t *pdf = cairo_pdf_surface_create_for_stream(write_some, &out, page_w, page_h);
    /* Without the time of making: it says when somebody worked. */
    cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_CREATE_DATE, "2000-01-01T00:00:00Z");
    d.cr = cairo_create(pdf);
    while (d.page < PAGES_MAX && !sheet_next(&r, &it))
        draw_item(&d, &it);
    draw_foot(&d);
    cairo_show_page(d.cr);
    cairo_destroy(d.cr);
    cairo_surface_finish(pdf);
    bool good = cairo_surface_status(pdf) == CAIRO_STATUS_SUCCESS;
    cairo_surface_destroy(pdf);
    g_free(d.foot);
    return good ? OK : ERR_INTERNAL;
}
