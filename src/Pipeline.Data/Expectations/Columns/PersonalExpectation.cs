using System.Globalization;
using Pipeline.Data.Columns;
using Pipeline.Data.Sources;

namespace Pipeline.Data.Expectations.Columns;

/// <summary>No value of a column looks like data of a person. Values that do are shown nowhere.</summary>
internal sealed class PersonalExpectation(RowTerms terms, ColumnView column) : RowExpectation(terms)
{
    private static readonly IReadOnlyList<(PersonalKind Kind, string Words)> Kinds =
    [
        (PersonalKind.Email, "e-mail addresses"),
        (PersonalKind.Phone, "phone numbers"),
        (PersonalKind.PaymentCard, "payment cards"),
    ];

    private readonly long[] _counts = new long[Enum.GetValues<PersonalKind>().Length];

    public override void Observe(ColumnBatch batch)
    {
        var values = batch.Column(column);
        for (var i = 0; i < values.Count; i++)
        {
            var kind = PersonalText.Find(values[i]);
            if (kind == PersonalKind.None)
                continue;
            _counts[(int)kind]++;
            Violations.Add(batch, values.Rows[i]);
        }

        Violations.Look(values.Count);
    }

    public override RowAccumulator CreateEmpty() => new PersonalExpectation(RowTerms, column);

    public override void Merge(RowAccumulator other)
    {
        base.Merge(other);
        foreach (var (kind, count) in ((PersonalExpectation)other)._counts.Index())
            _counts[kind] += count;
    }

    public override IEnumerable<DataCheck> Judge(JudgedData data)
    {
        var kinds = Kinds.Where(x => _counts[(int)x.Kind] > 0)
            .Select(x => string.Create(CultureInfo.InvariantCulture, $"{_counts[(int)x.Kind]} {x.Words}"))
            .ToList();
        var name = kinds.Count == 0 ? RowTerms.Name : $"{RowTerms.Name} ({string.Join(", ", kinds)})";
        return [OfRows(RowTerms with { Name = name }, Violations, data)];
    }
}

/// <summary>What data of a person looks like.</summary>
internal enum PersonalKind
{
    None,
    Email,
    Phone,
    PaymentCard,
}

/// <summary>Where data of persons is looked for.</summary>
public enum PersonalScope
{
    /// <summary>In every column that is not declared personal.</summary>
    Undeclared,
}
