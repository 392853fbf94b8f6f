using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ResidentAssistant.Language;

/// <summary>Rows of weights in sixteen bits each, the upper half of a float: half the memory, and more than exact enough for adding up.</summary>
internal sealed class Table
{
    private readonly ushort[] halves;
    private readonly int row;

    /// <summary>Takes over weights in rows of one width into rows of another, a multiple of sixteen; what a row has more stays empty.</summary>
    public Table(float[] weights, int from, int row)
    {
        this.row = row;
        halves = new ushort[weights.Length / from * row];
        for (var (read, write) = (0, 0); read < weights.Length; read += from, write += row)
        {
            // Adding half of what is cut off rounds to the nearest.
            for (var i = 0; i < from; i++) halves[write + i] = (ushort)((BitConverter.SingleToUInt32Bits(weights[read + i]) + 0x8000u) >> 16);
        }
    }

    /// <summary>Adds up the rows of these slots; <paramref name="sum"/> is one row long and starts empty.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(ReadOnlySpan<int> slots, Span<float> sum)
    {
        var into = MemoryMarshal.Cast<float, Vector<float>>(sum);
        foreach (var slot in slots)
        {
            var from = MemoryMarshal.Cast<ushort, Vector<ushort>>(halves.AsSpan(slot * row, row));
            for (var i = 0; i < from.Length; i++)
            {
                Vector.Widen(from[i], out var low, out var high);
                into[2 * i] += Vector.AsVectorSingle(low << 16);
                into[(2 * i) + 1] += Vector.AsVectorSingle(high << 16);
            }
        }
    }
}
