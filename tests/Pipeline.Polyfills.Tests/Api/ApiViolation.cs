namespace Pipeline.Polyfills.Api;

/// <summary>A line that the real API does not allow, with the rule it breaks and what the real API has in its place.</summary>
internal sealed record ApiViolation(string Rule, ApiLine Line, IReadOnlyList<ApiLine> Nearest)
{
    public override string ToString() => string.Join('\n', [
        $"{Rule}:", $"    {Line.Declaration}", .. Nearest.Select(x => $"    listed: {x.Declaration}"),
    ]);
}
