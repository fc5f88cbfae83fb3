using Pipeline.Models;
using Pipeline.Models.Tables;

namespace Pipeline.MLNet;

/// <summary>Issues of a repository, and the area that each is about; every fifth row is a test row.</summary>
internal static class Corefx
{
    private const int Fold = 5;

    public static TrainingSet Set(Table rows) =>
        new() { Rows = rows, Task = ModelTask.MulticlassClassification, Label = "Area" };

    /// <summary>
    /// As ML.NET's loader has it: a line is a row, a value that begins with a quote is quoted, and spaces before it are lost.
    /// </summary>
    public static (Table Training, Table Test) Read(string path)
    {
        var (area, title, description) = (
            new CategoryColumnBuilder("Area"), new List<string?>(), new List<string?>());
        foreach (var line in File.ReadLines(path).Skip(1))
        {
            var values = line.Split('\t');
            area.Append(Plain(values[1]));
            title.Add(Plain(values[2].TrimStart(' ')));
            description.Add(Plain(values[3].TrimStart(' ')));
        }

        var rows = new Table(
            new TextColumn("Title", [.. title]), new TextColumn("Description", [.. description]), area.Build());
        var numbers = Enumerable.Range(0, rows.RowCount).ToLookup(row => row % Fold == Fold - 1);
        return (rows.Select([.. numbers[false]]), rows.Select([.. numbers[true]]));
    }

    private static string Plain(string value) => value.Length > 1 && value[0] == '"' && value[^1] == '"'
        ? value[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal)
        : value;
}
