using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ResidentAssistant.Dialogs.Format;

/// <summary>A YAML value with its place in the file; lines and columns count from one.</summary>
public abstract record YamlValue(int Line, int Column);

/// <summary>A single text.</summary>
public sealed record YamlText(string Text, int Line, int Column) : YamlValue(Line, Column);

/// <summary>A list.</summary>
public sealed record YamlItems(IReadOnlyList<YamlValue> Items, int Line, int Column) : YamlValue(Line, Column);

/// <summary>A mapping in the order it was written.</summary>
public sealed record YamlMap(IReadOnlyList<YamlEntry> Entries, int Line, int Column) : YamlValue(Line, Column);

/// <summary>One key with its value.</summary>
public sealed record YamlEntry(YamlText Key, YamlValue Value);

/// <summary>One document of a file and the hash of all it says; comments and spacing do not count.</summary>
public sealed record YamlDocument(YamlValue Root, string Hash);

/// <summary>Reads YAML into a tree that remembers where each value stands.</summary>
public static class YamlTree
{
    /// <summary>The documents of a file; what cannot be read becomes a fault and ends the file.</summary>
    public static List<YamlDocument> Read(Source source, string text)
    {
        var documents = new List<YamlDocument>();
        try
        {
            var parser = new Parser(new StringReader(text));
            parser.Consume<StreamStart>();
            while (parser.Accept<DocumentStart>(out _))
            {
                parser.Consume<DocumentStart>();
                var words = new ContentHash();
                var root = ReadValue(parser, source, words);
                parser.Consume<DocumentEnd>();
                if (root is not YamlText { Text: "" }) documents.Add(new(root, words.Finish()));
            }
        }
        catch (YamlException e)
        {
            var line = text.Split('\n').ElementAtOrDefault((int)e.Start.Line - 1) ?? "";
            var advice = line.Contains(": {", StringComparison.Ordinal) ? "; a text that begins with { must stand in quotes"
                : line.Contains(": ", StringComparison.Ordinal) && line.Split(": ").Length > 2 ? "; a text with a colon and a blank in it must stand in quotes" : "";
            source.Fault((int)e.Start.Line, (int)e.Start.Column, "this is not valid YAML: " + Plain(e.InnerException?.Message ?? e.Message) + advice);
        }
        return documents;
    }

    private static YamlValue ReadValue(Parser parser, Source source, ContentHash words)
    {
        var current = parser.Current!;
        var (line, column) = ((int)current.Start.Line, (int)current.Start.Column);
        if (current is NodeEvent { Tag.IsEmpty: false } tagged && tagged is not Scalar { IsQuotedImplicit: true })
            source.Fault(line, column, "tags such as !name are not used in dialog files");
        switch (current)
        {
            case Scalar scalar:
                parser.MoveNext();
                words.Add('s', scalar.Value);
                return new YamlText(scalar.Value, line, column);
            case SequenceStart:
                parser.MoveNext();
                words.Add('[', "");
                var items = new List<YamlValue>();
                while (parser.Current is not SequenceEnd) items.Add(ReadValue(parser, source, words));
                parser.MoveNext();
                words.Add(']', "");
                return new YamlItems(items, line, column);
            case MappingStart:
                parser.MoveNext();
                words.Add('{', "");
                var entries = new List<YamlEntry>();
                while (parser.Current is not MappingEnd) ReadEntry(parser, source, words, entries);
                parser.MoveNext();
                words.Add('}', "");
                return new YamlMap(entries, line, column);
            default:
                parser.MoveNext();
                source.Fault(line, column, "anchors and aliases (& and *) are not used in dialog files; write the text out, or put it in quotes");
                return new YamlText("*", line, column);
        }
    }

    private static void ReadEntry(Parser parser, Source source, ContentHash words, List<YamlEntry> entries)
    {
        var key = ReadValue(parser, source, words);
        var value = ReadValue(parser, source, words);
        if (key is not YamlText name)
            source.Fault(key.Line, key.Column, "a key must be plain text; a text that begins with { or [ must stand in quotes");
        else if (entries.Exists(e => e.Key.Text == name.Text))
            source.Fault(key.Line, key.Column, $"`{name.Text}` stands here twice; keep one");
        else
            entries.Add(new(name, value));
    }

    private static string Plain(string message)
    {
        var end = message.LastIndexOf("): ", StringComparison.Ordinal);
        return (end < 0 ? message : message[(end + 3)..]).TrimEnd('.');
    }
}
