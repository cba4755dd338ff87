namespace OcppDashboard.State;

/// <summary>Orders texts with their numbers as numbers: P2 before P10.</summary>
public sealed class NaturalOrder : IComparer<string>
{
    public static NaturalOrder Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        if (x is null || y is null) return string.CompareOrdinal(x, y);
        int i = 0, j = 0;
        while (i < x.Length && j < y.Length)
        {
            if (char.IsAsciiDigit(x[i]) && char.IsAsciiDigit(y[j]))
            {
                var left = Digits(x, ref i);
                var right = Digits(y, ref j);
                if (left.Length != right.Length) return left.Length - right.Length;
                var order = left.SequenceCompareTo(right);
                if (order != 0) return order;
                continue;
            }
            var difference = char.ToUpperInvariant(x[i]) - char.ToUpperInvariant(y[j]);
            if (difference != 0) return difference;
            i++;
            j++;
        }
        return (x.Length - i) - (y.Length - j) is var rest and not 0 ? rest : string.CompareOrdinal(x, y);
    }

    private static ReadOnlySpan<char> Digits(string text, ref int i)
    {
        while (i < text.Length - 1 && text[i] == '0' && char.IsAsciiDigit(text[i + 1])) i++;
        var start = i;
        while (i < text.Length && char.IsAsciiDigit(text[i])) i++;
        return text.AsSpan(start, i - start);
    }
}
