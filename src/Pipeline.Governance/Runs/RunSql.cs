using System.Globalization;
using System.Text;
using Pipeline.Core.Problems;

namespace Pipeline.Governance.Runs;

/// <summary>
/// Writes filters and orders as conditions of SQL. Whatever came from outside is a parameter; the text holds nothing but our own
/// words.
/// </summary>
/// <param name="names">All that a run of the model has, by kind.</param>
/// <param name="first">The number of the first parameter that is free.</param>
internal sealed class RunSql(IReadOnlyCollection<(RunFactKind Kind, string Name)> names, int first)
{
    /// <summary>The version of a run: that of its model's bytes, which another run may have made before it.</summary>
    public const string Version =
        "(SELECT max(v.number) FROM version AS v JOIN run_value AS d ON d.run = r.run AND d.kind = 0 AND d.name = 'model' "
        + "WHERE v.model = r.model AND v.digest = d.text AND v.position <= $1)";

    private readonly List<object> _values = [];

    /// <summary>What the parameters are, from the first one that was free.</summary>
    public IReadOnlyList<object> Values => _values;

    /// <exception cref="WrongFilterException">A name is none of any run.</exception>
    public string Of(RunFilter filter, string option) => filter switch
    {
        RunFilter.Or x => $"({Of(x.Left, option)} OR {Of(x.Right, option)})",
        RunFilter.And x => $"({Of(x.Left, option)} AND {Of(x.Right, option)})",
        RunFilter.Not x => $"(NOT {Of(x.Inner, option)})",
        RunFilter.Compare x => Compare(Find(x.Name, option), x.Operator, x.Value),
        RunFilter.In x => In(Find(x.Name, option), x.Values),
        // GLOB, unlike LIKE, tells upper from lower case, and asks the same of every build of SQLite.
        RunFilter.Like x => $"coalesce({Text(Find(x.Name, option))} GLOB {Parameter(Glob(x.Pattern))}, 0)",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>Runs without the value last; numbers before texts.</summary>
    public string Of(RunOrder order, string option)
    {
        var (found, direction) = (Find(order.Name, option), order.IsDescending ? "DESC" : "ASC");
        var (number, text) = (Number(found), Text(found));
        return $"{number} IS NULL, {number} {direction}, {text} IS NULL, {text} {direction}";
    }

    private string Compare((RunFactKind Kind, string Name) name, RunOperator comparison, RunValue value) =>
        value.Number is { } number
            ? $"coalesce({Number(name)} {RunOperators.Text(comparison)} {Parameter(number)}, 0)"
            : $"coalesce({Text(name)} {RunOperators.Text(comparison)} {Parameter(value.Text)}, 0)";

    private string In((RunFactKind Kind, string Name) name, IReadOnlyList<RunValue> values) =>
        $"({string.Join(" OR ", values.Select(value => Compare(name, RunOperator.Equal, value)))})";

    private string Number((RunFactKind Kind, string Name) name) => Derived(name) is { } derived
        ? derived.Number
        : Last("number", name);

    /// <summary>Of a number the text that was written: what looks like one, such as a digest, is found as a text too.</summary>
    private string Text((RunFactKind Kind, string Name) name) => Derived(name) is not { } derived ? Last("text", name)
        : derived.Text == "NULL" ? $"CAST({derived.Number} AS TEXT)"
        : derived.Text;

    private string Last(string column, (RunFactKind Kind, string Name) name) =>
        $"(SELECT {column} FROM run_value WHERE run = r.run AND kind = {Parameter((long)name.Kind)} "
        + $"AND name = {Parameter(name.Name)} AND position <= $1 ORDER BY position DESC LIMIT 1)";

    private static (string Name, string Text, string Number)? Derived((RunFactKind Kind, string Name) name) =>
        name.Kind == RunFactKind.Attribute && RunAttributes.Derived.Any(known => known.Name == name.Name)
            ? RunAttributes.Derived.First(known => known.Name == name.Name)
            : null;

    private string Parameter(object value)
    {
        _values.Add(value);
        return string.Create(CultureInfo.InvariantCulture, $"${first + _values.Count - 1}");
    }

    /// <summary>An attribute before others of the same name; any other name is that of one kind, or must say which.</summary>
    private (RunFactKind Kind, string Name) Find(RunName name, string option)
    {
        var known = names.Concat(RunAttributes.Derived.Select(derived => (RunFactKind.Attribute, derived.Name)));
        var found = known.Where(fact => fact.Item2 == name.Name && (name.Kind is null || fact.Item1 == name.Kind)).ToList();
        if (found.Count == 1 || found.Any(fact => fact.Item1 == RunFactKind.Attribute))
            return found.OrderBy(fact => fact.Item1).First();
        var prefix = name.Kind is { } kind ? $"{RunTokens.Word(kind)}." : "";
        var asked = $"{prefix}{name.Name}";
        if (found.Count > 1)
        {
            throw Wrong($"'{asked}' is the name of several things",
                $"Write {string.Join(" or ", found.Select(fact => $"{new RunName(fact.Item1, fact.Item2)}"))}.");
        }

        var others = known.Where(fact => name.Kind is null || fact.Item1 == name.Kind).Select(fact => fact.Item2).Distinct();
        throw Wrong($"No run has '{asked}'", NearestNames.Of(name.Name, others) is { Count: > 0 } near
            ? $"Did you mean {string.Join(" or ", near.Select(other => $"'{prefix}{other}'"))}?"
            : others.Any() ? $"There is: {Listed(prefix, others)}." : $"No run has any {prefix}… at all.");

        WrongFilterException Wrong(string what, string hint) => new(new Problem(
            string.Create(CultureInfo.InvariantCulture, $"'{option}', column {name.Column}: {what}."), hint));
    }

    private static string Listed(string prefix, IEnumerable<string> names)
    {
        const int Most = 40;
        var listed = names.Order(StringComparer.Ordinal).Select(name => $"{prefix}{name}").ToList();
        return listed.Count > Most
            ? $"{string.Join(", ", listed.Take(Most))} and {listed.Count - Most} more"
            : string.Join(", ", listed);
    }

    private static string Glob(string pattern)
    {
        var glob = new StringBuilder();
        foreach (var character in pattern)
        {
            _ = character switch
            {
                '%' => glob.Append('*'),
                '_' => glob.Append('?'),
                '*' or '?' or '[' => glob.Append('[').Append(character).Append(']'),
                _ => glob.Append(character),
            };
        }

        return glob.ToString();
    }
}
