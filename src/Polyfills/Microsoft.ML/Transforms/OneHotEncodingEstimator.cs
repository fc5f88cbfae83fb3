using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.ML.Data;
using Microsoft.ML.Rows;

namespace Microsoft.ML.Transforms;

public sealed class OneHotEncodingEstimator : IEstimator<OneHotEncodingTransformer>
{
    private readonly InputOutputColumnPair[] _columns;
    private readonly int _maximumKeys;
    private readonly ValueToKeyMappingEstimator.KeyOrdinality _ordinality;

    internal OneHotEncodingEstimator(
        InputOutputColumnPair[] columns, int maximumKeys, ValueToKeyMappingEstimator.KeyOrdinality ordinality) =>
        (_columns, _maximumKeys, _ordinality) = (columns, maximumKeys, ordinality);

    public enum OutputKind : byte
    {
        Indicator = 2,
    }

    OneHotEncodingTransformer IEstimator<OneHotEncodingTransformer>.Fit(IDataView input) =>
        new(_columns, [.. _columns.Select(x => Keys(input, x.InputColumnName))]);

    /// <summary>Empty text is not a key.</summary>
    private string[] Keys(IDataView input, string name)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        var lookup = known.GetAlternateLookup<ReadOnlySpan<char>>();
        var keys = new List<string>();
        input.Each<ReadOnlyMemory<char>>(input.Schema.Require(name, TextDataViewType.Instance), text =>
        {
            if (!text.IsEmpty && keys.Count < _maximumKeys && lookup.Add(text.Span))
                keys.Add(text.ToString());
        });
        if (_ordinality == ValueToKeyMappingEstimator.KeyOrdinality.ByValue)
            keys.Sort(StringComparer.Ordinal);
        return [.. keys];
    }
}
