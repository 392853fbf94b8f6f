using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace ResidentAssistant.Web;

/// <summary>Long texts for pages: Markdown without HTML, without pictures, with links only to safe places.</summary>
internal static class LongForm
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().DisableHtml().UsePipeTables().Build();

    /// <summary>The page's HTML.</summary>
    public static string Html(string markdown) => Markdown.ToHtml(markdown, Pipeline);

    /// <summary>What cannot stand on a page, with its line from 0; null when all can.</summary>
    public static (int Line, string Message)? FaultOf(string markdown)
    {
        foreach (var inline in Markdown.Parse(markdown, Pipeline).Descendants())
        {
            switch (inline)
            {
                case LinkInline { IsImage: true } picture:
                    return (picture.Line, "pictures are not shown on these pages");
                case LinkInline link when !IsSafe(link.Url):
                    return (link.Line, $"a link leads to https://…, tel:… or a page of our own, not to \"{link.Url}\"");
                case AutolinkInline link when link.IsEmail || !IsSafe(link.Url):
                    return (link.Line, $"a link leads to https://…, tel:… or a page of our own, not to \"{link.Url}\"");
                case HeadingBlock { Level: < 3 } heading:
                    return (heading.Line, "headings inside a section begin with ###");
            }
        }

        return null;
    }

    private static bool IsSafe(string? url) => url is not null && (url.StartsWith("https://", StringComparison.Ordinal) || url.StartsWith("tel:", StringComparison.Ordinal)
        || (url.StartsWith('/') && !url.StartsWith("//", StringComparison.Ordinal)));
}
