using ResidentAssistant.Evidence.Verification;

namespace ResidentAssistant.Tests.Evidence;

public sealed class MerkleTests
{
    // Leaves and roots that the implementations of Certificate Transparency test with.
    private static readonly string[] Leaves = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];

    private static readonly string[] Roots =
    [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d", "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4", "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c", "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];

    [Fact]
    public void The_roots_are_those_of_certificate_transparency()
    {
        var tree = new Frontier();
        Convert.ToHexStringLower(tree.Root).ShouldBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        for (var i = 0; i < Leaves.Length; i++)
        {
            tree.Add(MerkleTree.Leaf(Convert.FromHexString(Leaves[i])));
            Convert.ToHexStringLower(tree.Root).ShouldBe(Roots[i]);
            Frontier.Read(tree.Size, tree.Write()).Root.ShouldBe(tree.Root);
        }
    }

    [Fact]
    public async Task Every_leaf_of_every_small_tree_is_proven_and_no_other_leaf_place_or_proof_is()
    {
        var grown = Grow(33);
        for (var size = 1; size <= 33; size++)
        {
            for (var number = 0; number < size; number++)
            {
                var leaf = grown.Subtrees[(0, number)];
                var proof = await Proofs.InclusionAsync(number, size, grown.Subtree);
                Proofs.RootOf(leaf, number, size, proof).ShouldBe(grown.Roots[size]);
                Proofs.RootOf(grown.Subtrees[(0, (number + 1) % 33)], number, size, proof).ShouldNotBe(grown.Roots[size]);
                Proofs.RootOf(leaf, number, size, [.. proof, leaf]).ShouldBeNull();
                if (proof.Count == 0) continue;
                Proofs.RootOf(leaf, number, size, [.. proof.SkipLast(1)]).ShouldBeNull();
                Proofs.RootOf(leaf, number ^ 1, size, proof).ShouldNotBe(grown.Roots[size]);
                Proofs.RootOf(leaf, number, size, [Flipped(proof[0]), .. proof.Skip(1)]).ShouldNotBe(grown.Roots[size]);
            }
        }
    }

    [Fact]
    public async Task Every_small_tree_is_shown_to_begin_every_larger_one_and_no_other()
    {
        var grown = Grow(33);
        for (var later = 0; later <= 33; later++)
        {
            for (var earlier = 0; earlier <= later; earlier++)
            {
                var proof = await Proofs.ConsistencyAsync(earlier, later, grown.Subtree);
                Proofs.IsConsistent(earlier, grown.Roots[earlier], later, grown.Roots[later], proof).ShouldBeTrue($"{earlier} in {later}");
                if (earlier == 0 || earlier == later) continue;
                Proofs.IsConsistent(earlier, Flipped(grown.Roots[earlier]), later, grown.Roots[later], proof).ShouldBeFalse($"{earlier} in {later}, other beginning");
                Proofs.IsConsistent(earlier, grown.Roots[earlier], later, Flipped(grown.Roots[later]), proof).ShouldBeFalse($"{earlier} in {later}, other end");
                Proofs.IsConsistent(earlier, grown.Roots[earlier], later, grown.Roots[later], [.. proof, proof[0]]).ShouldBeFalse($"{earlier} in {later}, longer proof");
            }
        }
    }

    private static byte[] Flipped(byte[] hash) => [(byte)(hash[0] ^ 1), .. hash.Skip(1)];

    private static Grown Grow(int size)
    {
        var (tree, subtrees, roots) = (new Frontier(), new Dictionary<(int, long), byte[]>(), new List<byte[]>());
        roots.Add(tree.Root);
        for (var i = 0; i < size; i++)
        {
            subtrees[(0, i)] = MerkleTree.Leaf([(byte)i]);
            tree.Add(subtrees[(0, i)], (level, number, hash) => subtrees[(level, number)] = hash);
            roots.Add(tree.Root);
        }

        return new Grown(subtrees, roots);
    }

    private sealed record Grown(Dictionary<(int, long), byte[]> Subtrees, List<byte[]> Roots)
    {
        public ValueTask<byte[]> Subtree(int level, long number) => new(Subtrees[(level, number)]);
    }
}
