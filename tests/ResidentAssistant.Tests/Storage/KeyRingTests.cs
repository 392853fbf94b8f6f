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
        keys.Open().Rotate();
        var ring = keys.Open();

        ring.HashOf("phone", "13800000001").ShouldNotBe(before);
        ring.HashesOf("phone", "13800000001").ShouldBe([ring.HashOf("phone", "13800000001"), before]);
    }

    [Fact]
    public void A_tree_head_signed_before_a_rotation_still_verifies_and_the_new_key_signs()
    {
        var (before, signature) = keys.Open().TreeHeads.Sign("head 1"u8);
        keys.Open().Rotate();
        var heads = keys.Open().TreeHeads;

        heads.Verifies(before, "head 1"u8, signature).ShouldBeTrue();
        heads.Verifies(before, "head 2"u8, signature).ShouldBeFalse();
        heads.Sign("head 2"u8).Key.ShouldNotBe(before);
        heads.Verifies(heads.Sign("head 2"u8).Key, "head 1"u8, signature).ShouldBeFalse();
    }

    [Fact]
    public void Who_holds_only_the_public_key_verifies_a_tree_head()
    {
        var heads = keys.Open().TreeHeads;
        var (name, signature) = heads.Sign("head"u8);
        using var stranger = ECDsa.Create();
        stranger.ImportSubjectPublicKeyInfo(heads.PublicKeys.Single(k => k.Name == name).PublicKey, out _);

        stranger.VerifyData("head"u8, signature, HashAlgorithmName.SHA256).ShouldBeTrue();
    }

    [Fact]
    public void Another_ring_does_not_verify_a_tree_head()
    {
        using var others = new TestKeys();
        var (name, signature) = others.Open().TreeHeads.Sign("head"u8);

        keys.Open().TreeHeads.Verifies(name, "head"u8, signature).ShouldBeFalse();
    }

    [Theory]
    [InlineData("hash.keys")]
    [InlineData("tree-heads.keys")]
    public void Keys_are_readable_by_their_owner_only(string file)
    {
        keys.Open();

        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(Path.Combine(keys.Folder.FullName, file)).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Theory]
    [InlineData("hash.keys", "")]
    [InlineData("hash.keys", "not base64!")]
    [InlineData("tree-heads.keys", "AAAA")]
    public void A_damaged_file_of_keys_stops_the_start_with_one_sentence(string file, string content)
    {
        keys.Open();
        File.WriteAllText(Path.Combine(keys.Folder.FullName, file), content);

        Should.Throw<SettingException>(() => keys.Open()).Message.ShouldContain("Restore the key ring from its backup");
    }

    public void Dispose() => keys.Dispose();
}
