using System;
using System.Threading.Tasks;

namespace Microsoft.ML.Trainers.FastTree.Training;

internal static class Workers
{
    /// <summary>Runs the work for each index, on this thread alone when one is asked for.</summary>
    public static void Each(int count, int threads, Action<int> work)
    {
        if (threads > 1 && count > 1)
        {
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads }, work);
            return;
        }

        for (var i = 0; i < count; i++)
            work(i);
    }
}
