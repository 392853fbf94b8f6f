using System.IO.Compression;

namespace ResidentAssistant.Knowledge;

/// <summary>Writes what was edited in the console back as files, to be kept with the others.</summary>
internal sealed class EntryExport(KnowledgeStore store)
{
    /// <summary>Every edited answer as file name and text.</summary>
    public async Task<IReadOnlyList<(string File, string Text)>> FilesAsync(CancellationToken ct) =>
        [.. (await store.NewestTextsAsync(ct)).OrderBy(t => t.EntryId, StringComparer.Ordinal).Select(t => ($"{t.EntryId}.md", t.Body))];

    /// <summary>Writes them into a folder and gives back their names; a file elsewhere below it that holds the same answer is replaced where it lies.</summary>
    public async Task<IReadOnlyList<string>> WriteAsync(string folder, CancellationToken ct)
    {
        Directory.CreateDirectory(folder);
        var there = Directory.EnumerateFiles(folder, "*.md", SearchOption.AllDirectories).ToLookup(f => Path.GetFileName(f)!);
        var written = new List<string>();
        foreach (var (file, text) in await FilesAsync(ct))
        {
            var path = there[file].FirstOrDefault() ?? Path.Combine(folder, file);
            await File.WriteAllTextAsync(path, text, ct);
            written.Add(path);
        }

        return written;
    }

    /// <summary>The same as one ZIP file.</summary>
    public async Task<byte[]> ZipAsync(CancellationToken ct)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (file, text) in await FilesAsync(ct))
            {
                await using var entry = await zip.CreateEntry(file).OpenAsync(ct);
                await entry.WriteAsync(System.Text.Encoding.UTF8.GetBytes(text), ct);
            }
        }

        return bytes.ToArray();
    }
}
