namespace Pipeline.Models.Explanation;

/// <summary>
/// The leaves of trees with what a row must be to fall into each: for every slot that is asked on the way one condition, however
/// often it is asked. In flat arrays, because they are walked through for every row.
/// </summary>
internal sealed class LeafPaths
{
    private readonly List<double> _values = [];
    private readonly List<int> _starts = [0];
    private readonly List<int> _slots = [];
    private readonly List<double> _lows = [];
    private readonly List<double> _highs = [];
    private readonly List<double> _shares = [];

    /// <param name="ensemble">Whose leaves.</param>
    public LeafPaths(TreeEnsemble ensemble)
    {
        Constant = ensemble.Bias;
        foreach (var tree in ensemble.Trees)
            Add(tree);
        (Values, Starts, Slots) = ([.. _values], [.. _starts], [.. _slots]);
        (Lows, Highs, Shares) = ([.. _lows], [.. _highs], [.. _shares]);
        for (var leaf = 0; leaf < Values.Length; leaf++)
            Longest = Math.Max(Longest, Starts[leaf + 1] - Starts[leaf]);
    }

    /// <summary>What every row gets.</summary>
    public double Constant { get; private set; }

    /// <summary>By leaf, what it adds.</summary>
    public double[] Values { get; }

    /// <summary>By leaf, its first condition; one more, where the last leaf's end.</summary>
    public int[] Starts { get; }

    /// <summary>By condition, the slot that it is on.</summary>
    public int[] Slots { get; }

    /// <summary>By condition, what the slot must be above; NaN where nothing is too low.</summary>
    public double[] Lows { get; }

    /// <summary>By condition, what the slot is at most.</summary>
    public double[] Highs { get; }

    /// <summary>By condition, the share of the cover that goes this way; NaN where nobody counted.</summary>
    public double[] Shares { get; }

    /// <summary>The most conditions that a leaf has.</summary>
    public int Longest { get; }

    /// <summary>How many words of 64 bits the conditions of a leaf take.</summary>
    public int Words => Math.Max(1, (Longest + 63) / 64);

    /// <summary>Whether a row fulfils a condition. A NaN goes right: it is above all, and is given as an infinity.</summary>
    public bool Holds(int condition, float slot) => slot <= Highs[condition] && !(slot <= Lows[condition]);

    /// <summary>Which conditions of a leaf a row fulfils.</summary>
    /// <param name="leaf">Which.</param>
    /// <param name="row">Without NaN.</param>
    /// <param name="holds">As many words as there are; a bit for each condition.</param>
    public void Read(int leaf, ReadOnlySpan<float> row, Span<ulong> holds)
    {
        holds.Clear();
        var begin = Starts[leaf];
        for (var condition = begin; condition < Starts[leaf + 1]; condition++)
        {
            if (Holds(condition, row[Slots[condition]]))
                holds[(condition - begin) >> 6] |= 1UL << (condition - begin);
        }
    }

    /// <summary>A row as conditions read it.</summary>
    public static float[] Ordered(ReadOnlySpan<float> row)
    {
        var ordered = row.ToArray();
        foreach (ref var slot in ordered.AsSpan())
            slot = float.IsNaN(slot) ? float.PositiveInfinity : slot;
        return ordered;
    }

    private void Add(DecisionTree tree)
    {
        if (tree.Slots.Length == 0)
        {
            Constant += tree.Leaves.Length > 0 ? tree.Leaves[0] : 0;
            return;
        }

        var covers = new double[tree.Slots.Length];
        if (tree.Covers.Length == tree.Leaves.Length)
            Sum(tree, 0, covers);
        else
            Array.Fill(covers, double.NaN);
        Walk(tree, 0, covers, []);
    }

    private static double Sum(DecisionTree tree, int node, double[] covers) => node < 0
        ? tree.Covers[~node]
        : covers[node] = Sum(tree, tree.Left[node], covers) + Sum(tree, tree.Right[node], covers);

    private void Walk(DecisionTree tree, int node, double[] covers, List<Condition> path)
    {
        if (node < 0)
        {
            AddLeaf(tree.Leaves[~node], path);
            return;
        }

        var (slot, threshold) = (tree.Slots[node], tree.Thresholds[node]);
        var at = path.FindIndex(condition => condition.Slot == slot);
        var before = at < 0 ? new Condition(slot, double.NaN, double.PositiveInfinity, 1) : path[at];
        if (at < 0)
            path.Add(before);
        var place = at < 0 ? path.Count - 1 : at;
        path[place] = before with
        {
            High = Math.Min(before.High, threshold),
            Share = before.Share * Share(tree, tree.Left[node], covers, node),
        };
        Walk(tree, tree.Left[node], covers, path);
        path[place] = before with
        {
            Low = before.Low >= threshold ? before.Low : threshold,
            Share = before.Share * Share(tree, tree.Right[node], covers, node),
        };
        Walk(tree, tree.Right[node], covers, path);
        if (at < 0)
            path.RemoveAt(place);
        else
            path[place] = before;
    }

    /// <summary>Half of nothing: where no row came by, no way is likelier.</summary>
    private static double Share(DecisionTree tree, int child, double[] covers, int node)
    {
        if (double.IsNaN(covers[node]))
            return double.NaN;
        return covers[node] > 0 ? (child < 0 ? tree.Covers[~child] : covers[child]) / covers[node] : 0.5;
    }

    private void AddLeaf(double value, List<Condition> path)
    {
        _values.Add(value);
        foreach (var condition in path)
        {
            _slots.Add(condition.Slot);
            _lows.Add(condition.Low);
            _highs.Add(condition.High);
            _shares.Add(condition.Share);
        }

        _starts.Add(_slots.Count);
    }

    private readonly record struct Condition(int Slot, double Low, double High, double Share);
}
