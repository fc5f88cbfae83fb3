using Microsoft.ML.Archives;
using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;
using Microsoft.ML.Rows;
using Microsoft.ML.Trainers.FastTree.Ensembles;

namespace Microsoft.ML.Trainers.FastTree;

/// <summary>Reads a binary model; <see cref="PartKinds"/> finds it by its name.</summary>
internal static class FastTreeBinaryFormat
{
    /// <summary>
    /// The scores are log-odds, because the trees are fitted to the logistic loss; its own link makes them probabilities. A slope
    /// that is fitted to the scores of the training rows would be steeper than new rows bear out.
    /// </summary>
    private static readonly PlattCalibrator Link = new(-1, 0);

    public static BinaryPredictionTransformer<CalibratedModelParametersBase<FastTreeBinaryModelParameters, PlattCalibrator>>
        Transformer(string featureColumn, FastTreeBinaryModelParameters model, PlattCalibrator calibrator = null) => new(
            new PlattCalibratedModel<FastTreeBinaryModelParameters>(model, calibrator ?? Link),
            featureColumn,
            PartKinds.FastTreeBinary);

    public static IRowTransformer Read(ModelReader reader)
    {
        var featureColumn = reader.ReadString();
        var calibrator = new PlattCalibrator(reader.ReadDouble(), reader.ReadDouble());
        return Transformer(featureColumn, new FastTreeBinaryModelParameters(EnsembleFormat.Read(reader)), calibrator);
    }
}
