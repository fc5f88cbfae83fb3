using System.Buffers;

namespace Pipeline.Serving.Requests;

/// <summary>The trace that a request belongs to, by W3C Trace Context: "00-{32 digits}-{16 digits}-{2 digits}".</summary>
internal static class TraceParent
{
    public const string Header = "traceparent";

    private const int TraceStart = 3;
    private const int TraceEnd = 35;
    private const int ShortestLength = 55;
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    /// <returns>Null where the header is malformed, which the specification wants to be ignored.</returns>
    public static string? TraceId(string? header) =>
        header is { Length: >= ShortestLength } && header[TraceStart - 1] == '-' && header[TraceEnd] == '-'
            && header.AsSpan(TraceStart, TraceEnd - TraceStart).IndexOfAnyExcept(Digits) < 0
            ? header[TraceStart..TraceEnd]
            : null;
}
