using System.Collections;
using System.Collections.Generic;
using System.Linq;

namespace Scriban.Runtime;

internal static class ListOperators
{
    public static object Apply(Operation operation) => operation.Symbol switch
    {
        "==" or "!=" when !AreLists(operation) => Operators.Equality(operation, isEqual: false),
        "==" or "!=" => Operators.Equality(operation, AreEqual(operation)),
        "+" when AreLists(operation) =>
            new ScriptArray(Items(operation, operation.Left).Concat(Items(operation, operation.Right))),
        "<<" when Operators.IsList(operation.Left) => new ScriptArray(Items(operation, operation.Left).Append(operation.Right)),
        ">>" when Operators.IsList(operation.Right) => new ScriptArray(Items(operation, operation.Right).Prepend(operation.Left)),
        _ => throw operation.Unsupported(),
    };

    private static bool AreLists(Operation operation) => Operators.IsList(operation.Left) && Operators.IsList(operation.Right);

    private static bool AreEqual(Operation operation)
    {
        var left = Items(operation, operation.Left).ToList();
        var right = Items(operation, operation.Right).ToList();
        return left.Count == right.Count && left.Zip(right).All(x => IsEqual(operation, x.First, x.Second));
    }

    private static bool IsEqual(Operation operation, object left, object right) =>
        operation.Context.Nested(operation.Node, () =>
            Operators.Apply(operation with { Symbol = "==", Left = left, Right = right })) is true;

    private static IEnumerable<object> Items(Operation operation, object list) =>
        Enumeration.Bounded(operation.Context, operation.Node, (IEnumerable)list);
}
