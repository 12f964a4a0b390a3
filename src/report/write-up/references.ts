/** Sources of formulas and statistics, as the list of references shows them. */
export const SOURCES = {
  amdahl:
    "G. M. Amdahl: Validity of the single processor approach to achieving large scale computing capabilities. AFIPS Spring Joint Computer Conference, 1967, 483–485.",
  gustafson: "J. L. Gustafson: Reevaluating Amdahl's law. Communications of the ACM 31(5), 1988, 532–533.",
  "karp-flatt":
    "A. H. Karp, H. P. Flatt: Measuring parallel processor performance. Communications of the ACM 33(5), 1990, 539–543.",
  usl: "N. J. Gunther: Guerrilla Capacity Planning. Springer, 2007.",
  rounds:
    "R. L. Graham: Bounds on multiprocessing timing anomalies. SIAM Journal on Applied Mathematics 17(2), 1969, 416–429.",
  "hodges-lehmann":
    "J. L. Hodges, E. L. Lehmann: Estimates of location based on rank tests. The Annals of Mathematical Statistics 34(2), 1963, 598–611.",
  "signed-rank": "F. Wilcoxon: Individual comparisons by ranking methods. Biometrics Bulletin 1(6), 1945, 80–83.",
  student: "Student: The probable error of a mean. Biometrika 6(1), 1908, 1–25.",
  welch:
    "B. L. Welch: The generalization of 'Student's' problem when several different population variances are involved. Biometrika 34, 1947, 28–35.",
  bootstrap: "B. Efron: Bootstrap methods: another look at the jackknife. The Annals of Statistics 7(1), 1979, 1–26.",
  "benjamini-hochberg":
    "Y. Benjamini, Y. Hochberg: Controlling the false discovery rate. Journal of the Royal Statistical Society B 57(1), 1995, 289–300.",
  tost: "D. J. Schuirmann: A comparison of the two one-sided tests procedure and the power approach for assessing the equivalence of average bioavailability. Journal of Pharmacokinetics and Biopharmaceutics 15(6), 1987, 657–680.",
} as const;

export type ReferenceId = keyof typeof SOURCES;
