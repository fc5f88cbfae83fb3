using System;
using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.FastTree.Training;

namespace Microsoft.ML.Trainers.FastTree;

public sealed class FastTreeBinaryTrainer
    : IEstimator<BinaryPredictionTransformer<CalibratedModelParametersBase<FastTreeBinaryModelParameters, PlattCalibrator>>>
{
    private readonly Options _options;

    internal FastTreeBinaryTrainer(Options options) => _options = options;

    BinaryPredictionTransformer<CalibratedModelParametersBase<FastTreeBinaryModelParameters, PlattCalibrator>>
        IEstimator<BinaryPredictionTransformer<CalibratedModelParametersBase<FastTreeBinaryModelParameters, PlattCalibrator>>>
        .Fit(IDataView input)
    {
        var rows = TrainingRows.Read(input, _options.FeatureColumnName, _options.LabelColumnName);
        var growth = new GrowthOptions
        {
            Trees = _options.NumberOfTrees,
            Leaves = _options.NumberOfLeaves,
            MinimumRowsPerLeaf = _options.MinimumExampleCountPerLeaf,
            LearningRate = _options.LearningRate,
            Threads = _options.NumberOfThreads ?? Environment.ProcessorCount,
        };
        var ensemble = Boosting.Train(rows, growth);
        return FastTreeBinaryFormat.Transformer(_options.FeatureColumnName, new FastTreeBinaryModelParameters(ensemble));
    }

    public sealed class Options : TrainerInputBaseWithGroupId
    {
        public int NumberOfTrees = 100;
        public int NumberOfLeaves = 20;
        public int MinimumExampleCountPerLeaf = 10;
        public double LearningRate = 0.2;
        public int? NumberOfThreads;
    }
}
