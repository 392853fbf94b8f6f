using Microsoft.AspNetCore.DataProtection;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Tests.Infrastructure;

/// <summary>A key ring of one test in its own folder.</summary>
internal sealed class TestKeys : IDisposable
{
    private readonly TemporaryFolder folder = new();

    /// <summary>Where the ring keeps its keys.</summary>
    public DirectoryInfo Folder => new(folder.Path);

    /// <summary>Opens the ring, as a program start does.</summary>
    public KeyRing Open() => new KeyRing(DataProtectionProvider.Create(Folder, protection => protection.SetApplicationName("resident-assistant")), Folder).Open();

    /// <inheritdoc />
    public void Dispose() => folder.Dispose();
}
