using System.Collections.Immutable;
using Pipeline.Core.Documents;
using Pipeline.Data.Schemas;
using Pipeline.Data.Splits;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Models.Tables;

namespace Pipeline.Data;

/// <summary>A validated dataset in memory, divided.</summary>
public sealed class Dataset
{
    private readonly ImmutableArray<RowIdentity> _identities;

    internal Dataset(DatasetDocument document, Table rows, Split split, ImmutableArray<RowIdentity> identities)
    {
        (Document, Rows, Split, _identities) = (document, rows, split, identities);
        Features = [.. document.Columns.Where(x => x.Role == ColumnRole.Feature).Select(x => x.Name)];
    }

    public DatasetDocument Document { get; }

    public required ModelTask Task { get; init; }

    /// <summary>All rows in the order of the file: the features, the label, and protected columns that are no features.</summary>
    public Table Rows { get; }

    /// <summary>The columns that a model reads, in the order of the file.</summary>
    public IReadOnlyList<string> Features { get; }

    /// <summary>What is said of the features' values.</summary>
    public required InputDeclarations Declared { get; init; }

    /// <summary>Where each row stands in time, in any unit; null where the split is not by time.</summary>
    public IReadOnlyList<long>? Times { get; init; }

    public string Label => Document.Label.Column;

    public Split Split { get; }

    /// <summary>As training and evaluation want it.</summary>
    /// <param name="section">That it was loaded by.</param>
    public LabelledData Labelled(DataSection section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return new LabelledData
        {
            Rows = Rows,
            Features = Features,
            Protected = Document.Protected,
            Label = Label,
            Positive = Document.Label.Positive,
            Weight = section.Weight,
            Declared = Declared,
            Personal = Document.Columns.Where(column => column.IsPersonal).Select(column => column.Name).ToHashSet(),
            Identities = Identities,
            IsGrouped = section.Split.IsGrouped,
            Times = Times,
            TrainIndexes = Split.Train,
            TestIndexes = Split.Test,
            Data = Document.Data,
            Split = Split.Digest,
        };
    }

    /// <summary>What is known of a dataset without its rows, for who has the work with them done elsewhere.</summary>
    /// <param name="document">As it was validated.</param>
    public static LabelledData WithoutRows(DatasetDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        string[] features = [.. document.Columns.Where(x => x.Role == ColumnRole.Feature).Select(x => x.Name)];
        return new LabelledData
        {
            Rows = new Table(features.Append(document.Label.Column).Select(name => new TextColumn(name, []))),
            Features = features,
            Protected = document.Protected,
            Label = document.Label.Column,
            Positive = document.Label.Positive,
            Identities = [],
            TrainIndexes = [.. Enumerable.Range(0, document.Split.Train)],
            TestIndexes = [.. Enumerable.Range(document.Split.Train, document.Split.Test)],
            Data = document.Data,
            Split = document.Split.Digest,
        };
    }

    /// <summary>What a model learns from: the train rows with features and label, and nothing else.</summary>
    public TrainingSet TrainingSet() => new()
    {
        Rows = Rows.Keep([.. Features, Label]).Select(Split.Train.AsSpan()),
        Task = Task,
        Label = Label,
        Positive = Document.Label.Positive,
        Declared = Declared,
    };

    /// <summary>What a model is judged by: the test rows with all columns.</summary>
    public Table TestRows() => Rows.Select(Split.Test.AsSpan());

    /// <summary>What each row is, whatever its place.</summary>
    public IReadOnlyList<UInt128> Identities => [.. _identities.Select(x => x.Value)];

    /// <summary>Of the train rows, in their order.</summary>
    public ImmutableArray<RowIdentity> TrainIdentities() => [.. Split.Train.Select(x => _identities[x])];

    /// <summary>Of the test rows, in their order.</summary>
    public ImmutableArray<RowIdentity> TestIdentities() => [.. Split.Test.Select(x => _identities[x])];
}
