using System.Security.Cryptography;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.Storage;

public sealed class KeyRingTests : IDisposable
{
    private readonly TestKeys keys = new();

    [Fact]
    public void What_one_purpose_sealed_it_opens_after_a_restart()
    {
        var cipher = keys.Open().For("person.phone").SealText("13800000001");

        keys.Open().For("person.phone").OpenText(cipher).ShouldBe("13800000001");
    }

    [Fact]
    public void Another_purpose_cannot_open_it()
    {
        var ring = keys.Open();
        var cipher = ring.For("person.phone").SealText("13800000001");

        Should.Throw<CryptographicException>(() => ring.For("person.name").Open(cipher));
    }

    [Fact]
    public void An_altered_cipher_is_refused()
    {
        var sealer = keys.Open().For("conversation");
        var cipher = sealer.SealText("3号楼2单元501");
        cipher[^1] ^= 1;

        Should.Throw<CryptographicException>(() => sealer.Open(cipher));
    }

    [Fact]
    public void Another_ring_cannot_open_it_and_hashes_differently()
    {
        using var others = new TestKeys();
        var cipher = keys.Open().For("conversation").SealText("hello");

        Should.Throw<CryptographicException>(() => others.Open().For("conversation").Open(cipher));
        others.Open().HashOf("phone", "13800000001").ShouldNotBe(keys.Open().HashOf("phone", "13800000001"));
    }

    [Fact]
    public void Equal_texts_hash_equal_within_one_purpose_only()
    {
        var ring = keys.Open();

        ring.HashOf("phone", "0001").ShouldBe(keys.Open().HashOf("phone", "0001"));
        ring.HashOf("phone", "0001").ShouldNotBe(ring.HashOf("phone.last4", "0001"));
        ring.HashOf("phone", "0001").ShouldNotBe(ring.HashOf("phone", "0002"));
    }

    [Fact]
    public void Rows_hashed_before_a_rotation_are_still_found()
    {
        var before = keys.Open().HashOf("phone", "13800000001");
        keys.Open().AddHashKey();
        var ring = keys.Open();

        ring.HashOf("phone", "13800000001").ShouldNotBe(before);
        ring.HashesOf("phone", "13800000001").ShouldBe([ring.HashOf("phone", "13800000001"), before]);
    }

    [Fact]
    public void The_hash_keys_are_readable_by_their_owner_only()
    {
        keys.Open();

        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(Path.Combine(keys.Folder.FullName, "hash.keys")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    public void Dispose() => keys.Dispose();
}
