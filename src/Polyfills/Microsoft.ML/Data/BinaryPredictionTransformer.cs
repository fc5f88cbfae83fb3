using System;
using Microsoft.ML.Archives;
using Microsoft.ML.Calibrators;
using Microsoft.ML.Rows;

namespace Microsoft.ML.Data;

public sealed class BinaryPredictionTransformer<TModel> : ITransformer, IRowTransformer
    where TModel : class
{
    private readonly string _featureColumn;
    private readonly string _kind;
    private readonly ICalibratedScorer _model;

    internal BinaryPredictionTransformer(TModel model, string featureColumn, string kind) =>
        (_model, _featureColumn, _kind) = ((ICalibratedScorer)model, featureColumn, kind);

    string IRowTransformer.Kind => _kind;

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => new RowMapper(inputSchema, [this]);

    AddedColumns IRowTransformer.Columns(DataViewSchema input)
    {
        var features = input.Require(_featureColumn, new FeatureVectorType(_model.Scorer.SlotCounts));
        return new AddedColumns(
            [
                ("PredictedLabel", BooleanDataViewType.Instance),
                ("Score", NumberDataViewType.Single),
                ("Probability", NumberDataViewType.Single),
            ],
            row => Getters(new RowScore(row, row.GetGetter<float[]>(features), _model.Scorer)));
    }

    void IRowTransformer.Save(ModelWriter writer)
    {
        writer.Write(_featureColumn);
        writer.Write(_model.Calibrator.Slope);
        writer.Write(_model.Calibrator.Offset);
        _model.Scorer.Save(writer);
    }

    private Delegate[] Getters(RowScore score)
    {
        ValueGetter<bool> label = (ref bool value) => value = score.Value > 0;
        ValueGetter<float> raw = (ref float value) => value = score.Value;
        ValueGetter<float> probability = (ref float value) => value = _model.Calibrator.ProbabilityOf(score.Value);
        return [label, raw, probability];
    }

    /// <summary>The score of the row as it is now, computed once for each position.</summary>
    private sealed class RowScore(DataViewRow row, ValueGetter<float[]> getter, IRowScorer scorer)
    {
        private float[] _features;
        private float _score;
        private long _position = -1;

        public float Value
        {
            get
            {
                if (_position == row.Position)
                    return _score;
                getter(ref _features);
                _score = scorer.Score(_features);
                _position = row.Position;
                return _score;
            }
        }
    }
}
