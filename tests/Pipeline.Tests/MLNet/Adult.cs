using System.Globalization;
using Pipeline.Models;
using Pipeline.Models.Tables;
using Pipeline.Models.Values;

namespace Pipeline.MLNet;

/// <summary>The Adult census rows as the recorded results of ML.NET have them: '?' is a category of its own.</summary>
internal static class Adult
{
    public const string Label = "label(IsOver50K)";

    private static readonly string[] Numbers =
        ["age", "fnlwgt", "education-num", "capital-gain", "capital-loss", "hours-per-week", Label];

    /// <summary>Every fifth row is for the test, the others for training.</summary>
    public static (Table Training, Table Test) Read(string path)
    {
        using var lines = File.ReadLines(path).GetEnumerator();
        lines.MoveNext();
        var builders = lines.Current.Split(',', StringSplitOptions.TrimEntries).Select(Builder).ToArray();
        while (lines.MoveNext() && lines.Current.Length > 0)
            Append(builders, lines.Current);
        var all = new Table(builders.Select(x => x.Build()));
        var rows = Enumerable.Range(0, all.RowCount).ToLookup(x => x % 5 == 4);
        return (all.Select([.. rows[false]]), all.Select([.. rows[true]]));
    }

    public static TrainingSet Set(Table rows) => new()
    {
        Rows = rows,
        Task = ModelTask.BinaryClassification,
        Label = Label,
        Declared = new InputDeclarations { Spellings = new ValueSpellings { Missing = [] } },
    };

    private static ColumnBuilder Builder(string name) =>
        Numbers.Contains(name) ? new NumberColumnBuilder(name) : new CategoryColumnBuilder(name);

    private static void Append(ColumnBuilder[] builders, string line)
    {
        var values = line.Split(',', StringSplitOptions.TrimEntries);
        for (var i = 0; i < builders.Length; i++)
        {
            if (builders[i] is NumberColumnBuilder numbers)
                numbers.Append(double.Parse(values[i], CultureInfo.InvariantCulture));
            else
                ((CategoryColumnBuilder)builders[i]).Append(values[i]);
        }
    }
}
