using System.Globalization;

namespace Pipeline.Data.Expectations;

/// <summary>Ids by which a report can be compared with the last one, also where the same thing is expected twice.</summary>
internal static class CheckNames
{
    /// <summary>The second check of a name becomes "name#2", and so on.</summary>
    public static IReadOnlyList<DataCheck> Distinct(IEnumerable<DataCheck> checks)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        return [.. checks.Select(x => Named(x, counts[x.Result.Check.Id] = counts.GetValueOrDefault(x.Result.Check.Id) + 1))];
    }

    private static DataCheck Named(DataCheck check, int count)
    {
        if (count == 1)
            return check;
        var id = string.Create(CultureInfo.InvariantCulture, $"{check.Result.Check.Id}#{count}");
        return check with
        {
            Result = check.Result with { Check = check.Result.Check with { Id = id } },
            Evidence = check.Evidence with { Check = id },
        };
    }
}
